"use strict";
// What is typed → the facts that have those words, best first. The facts are in the page; without this script all show.
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const field = document.getElementById("q");
  const told = document.getElementById("told");
  const main = document.querySelector("main");
  const articles = new Map([...main.querySelectorAll("article")].map((article) => [article.id, article]));
  const rest = [document.querySelector("nav"), ...main.querySelectorAll("h2")];
  const small = new Set("a an the of was were is are did does do in at on for to and by with it its".split(" "));

  const plain = (text) => text.normalize("NFKD").replace(/(?<=[a-z])\p{M}/giu, "").normalize("NFC").toLowerCase();
  const hasDigit = (term) => /\p{N}/u.test(term);
  const index = new MiniSearch({
    fields: ["question", "phrasings", "answer", "sources"],
    tokenize: (text) => plain(text).match(/[\p{L}\p{M}]+|\p{N}+/gu) || [],
    processTerm: (term) => (small.has(term) ? null : term),
    searchOptions: {
      // A year or number is never taken for another one.
      fuzzy: (term) => (hasDigit(term) || term.length < 4 ? false : term.length < 8 ? 1 : 2),
      prefix: (term) => !hasDigit(term) && term.length > 2,
      boost: { question: 3, phrasings: 2 },
      maxFuzzy: 2,
    },
  });
  index.addAll(facts);

  const say = (count) => (count === 1 ? "1 fact" : `${count} facts`);
  const show = () => {
    const typed = field.value.trim();
    let found = typed ? index.search(typed, { combineWith: "AND" }) : [];
    const isWhole = found.length > 0;
    if (typed && !isWhole) found = index.search(typed, { combineWith: "OR" }).slice(0, 10);
    const places = new Map(found.map((each, place) => [each.id, place]));
    for (const [id, article] of articles) {
      article.hidden = typed !== "" && !places.has(id);
      article.style.order = typed ? places.get(id) ?? 0 : "";
    }
    for (const heading of rest) heading.hidden = typed !== "";
    if (!typed) told.textContent = say(articles.size);
    else if (isWhole) told.textContent = say(found.length);
    else if (found.length) told.textContent = "No fact has all of these words; these come nearest.";
    else told.textContent = "No fact has any of these words.";
  };
  field.addEventListener("input", show);
  document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  // A link to a fact shows it, whatever is typed.
  addEventListener("hashchange", () => {
    if (field.value) { field.value = ""; show(); document.querySelector(location.hash)?.scrollIntoView(); }
  });
  document.querySelector("form").hidden = false;
  show();
})();
