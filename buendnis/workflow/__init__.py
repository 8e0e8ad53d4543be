"""What happens when: the workflow's definition, the decision on a step, the check, the picture."""
