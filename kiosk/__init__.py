"""What a station is: its rules, its journal, its state. Knows no screen and no serial port."""
