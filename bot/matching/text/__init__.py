"""Text and words, whatever the base: tokens, stems, spelling, numerals, countries and word lists."""
