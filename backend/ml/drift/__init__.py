"""Without labels: is what a version is sent, and what it answers, as it was, and how often may it be right?"""
