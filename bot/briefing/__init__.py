"""What a briefing needs on paper: fact sheets and records → message pages, PDF and HTML."""
