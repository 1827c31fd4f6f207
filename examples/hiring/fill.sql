-- Run once by `groundwork start --rows N`, after the migrations and the seed; N is "groundwork.rows".
select hiring.fill(current_setting('groundwork.rows')::int);
analyze;
