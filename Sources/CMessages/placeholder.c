void tenon_placeholder(void) {}
