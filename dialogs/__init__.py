"""The conversational state machine: dialogs, their memory and their understanding. No I/O."""
