"""What a person sees: domain object + translator -> Screen. No messenger's library, no clock, no database."""
