// WebBilling
