"""What crosses between Python and the browser, and in which form: one schema, columns as blocks, pictures, masks."""
