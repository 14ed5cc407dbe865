"""papermill over the stages: from a case to a finished run, or to a sentence that says where it stopped.

Its parts are imported one by one, because a kernel that opens a workspace needs neither papermill nor the report.
"""
