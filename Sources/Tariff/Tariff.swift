// Tariff
