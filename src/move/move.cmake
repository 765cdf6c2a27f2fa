# What src/move compiles.
