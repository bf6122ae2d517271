"""Article -> Claims: sentences, names, attribution, quantities, times, places, events."""
