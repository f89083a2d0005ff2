"""The commands of everybody: start and help, explanations, fact sheets, briefings, subscriptions."""
