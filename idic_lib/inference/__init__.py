"""What several stages share: intervals, bootstrap, shrinkage, holdouts, the effect of a treatment."""
