# Turns a year of hourly energy into what a time-of-use meter's registers show at the end of each month.
#
#   awk -v year=2018 -v account=0031002007 -v folder=DIR -f registers.awk household_2007_hourly.csv
#
# Writes DIR/readings-YEAR-MM.csv (docs/readings-file.md), and on standard output one line a month, separated by tabs:
# month, peak Wh, valley Wh, and what the registers show in whole kWh: total, peak, valley.
#
# Energy is counted in whole watt-hours, taken from the file's digits: awk's numbers are exact for whole numbers up to
# 2^53. The meter shows whole kWh; what is below stays in it and shows later, as on any meter. Peak is 06:00-22:00.
# Every hour of the year has to stand in the file once, in order; anything else ends it with status 1.

BEGIN {
    FS = ","
    split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ")
    month = 1; day = 1; hour = 0
}

function refuse(reason) {
    printf "line %d: %s: %s\n", NR, reason, $0 > "/dev/stderr"
    failed = 1
    exit 1
}

# 1.39 is 1390 Wh.
function watthours(text, parts, count, fraction) {
    if (text !~ /^[0-9]+(\.[0-9]+)?$/) refuse("not a plain decimal")
    count = split(text, parts, ".")
    fraction = count == 2 ? parts[2] : ""
    if (length(parts[1]) > 6 || length(fraction) > 3) refuse("not kWh with at most three decimals")
    while (length(fraction) < 3) fraction = fraction "0"
    return parts[1] * 1000 + fraction
}

function whole(wh) { return (wh - wh % 1000) / 1000 }

function close_month(    file, date) {
    date = sprintf("%s-%02d-%02d", year, month, days[month])
    file = sprintf("%s/readings-%s-%02d.csv", folder, year, month)
    print "户号,示数类型,抄表日期,示数" > file
    printf "%s,总,%s,%d\n", account, date, whole(peak + valley) > file
    printf "%s,峰,%s,%d\n", account, date, whole(peak) > file
    printf "%s,谷,%s,%d\n", account, date, whole(valley) > file
    close(file)
    printf "%s-%02d\t%d\t%d\t%d\t%d\t%d\n", year, month, peak - peak_before, valley - valley_before, \
        whole(peak + valley), whole(peak), whole(valley)
    peak_before = peak; valley_before = valley
}

{ sub(/\r$/, "") }

NR == 1 {
    if ($0 != "hour_starting,kwh") refuse("not the heading hour_starting,kwh")
    next
}

NR == 2 { from = substr($1, 1, 4) }

{
    if (month > 12) refuse("after the year's end")
    if (NF != 2) refuse("not two fields")
    if ($1 != sprintf("%s-%02d-%02dT%02d:00", from, month, day, hour)) refuse("not the next hour")
    if (hour >= 6 && hour < 22) peak += watthours($2)
    else valley += watthours($2)
    hour++
    if (hour == 24) { hour = 0; day++ }
    if (day > days[month]) { close_month(); day = 1; month++ }
}

END {
    if (failed) exit 1
    if (month != 13) { print "the year is not whole" > "/dev/stderr"; exit 1 }
}
