"""Simulated devices on real wires: a pty, TCP, and a socket for orders. Knows no protocol."""
