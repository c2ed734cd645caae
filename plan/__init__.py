"""What has to be done and by when: documents -> items -> terms -> dates; checks.

Pure: no clock, and no input but the files it is handed.
"""
