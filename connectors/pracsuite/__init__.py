"""PracSuite: bookings with a hold, patients, and every list that the practice keeps."""
