"""What English-speaking patients ask about somebody or something whose name they write."""

from dialogs.understand.words.table import lines

# Only together with a name of the clinic's own lists.
ASKING = {
    "team": lines(
        """
        who is|are|was
        what|when does|do|can|is ... do|treat|offer|work
        does|is|do ... work|working|still
        tell me|us [a] [bit|little] [more|something] about
        more|anything|something|know about
        where is|does|can
        """
    ),
    "places": lines(
        """
        where is|are|was
        how do|can|far i|we|is [get|come|find|to]
        find|finding
        address|directions|postcode|phone|number|parking [number] of|for|to|at
        tell me|us [a] [bit|little] [more|something] about
        """
    ),
    "services": lines(
        """
        how long|many_minutes is|are|does|do|will|would|for
        how long @treatment
        tell me|us [a] [bit|little] [more|something] about
        more|anything|something|know about
        """
    ),
}
