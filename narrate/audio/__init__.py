"""Sound to one finished sound: condition, arrange, mix, measure, encode."""
