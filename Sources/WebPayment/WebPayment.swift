// WebPayment
