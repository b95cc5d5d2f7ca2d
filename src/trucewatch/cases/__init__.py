"""The mechanism: from an allegation to a finding, by several members, with dissent kept."""
