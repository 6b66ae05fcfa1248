"""One index over everything public: what to put in (`actions`), what comes out (`queries`)."""
