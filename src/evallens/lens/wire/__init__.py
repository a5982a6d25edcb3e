"""What crosses to the browser, and in which form."""
