"""What people see and touch. Knows ``kiosk``; never a driver."""
