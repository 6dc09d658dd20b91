// WebReading
