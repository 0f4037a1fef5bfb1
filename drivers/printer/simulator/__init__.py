"""A slip printer that speaks bytes; shares no code with the driver."""
