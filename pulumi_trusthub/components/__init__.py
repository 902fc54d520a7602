"""Several resources declared as one."""
