"""Where it is kept: tables, repositories, the unit of work, migrations, FSM state; SQLite today, PostgreSQL by URL."""
