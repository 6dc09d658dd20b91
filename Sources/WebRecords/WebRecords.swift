// WebRecords
