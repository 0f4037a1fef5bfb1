"""Documents that leave the station: calendar files and printed pages. Data in, bytes out."""
