// MonthTests
