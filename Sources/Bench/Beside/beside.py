"""The bills of `lamplight bench rating`, priced by others: NREL's PySAM Utilityrate5 and SQL on DuckDB.

Reads one JSON object on standard input, the prices of each case, and prints one on standard output: nanoseconds a bill and
the sum of all bills in yuan, so that who called can see that they are the same bills. What is not installed is said.
"""
import json
import sys
import time


def pysam(ask):
    """A bill a month by Utilityrate5, a year of twelve at a time; loads spread evenly over a period's hours."""
    try:
        import PySAM.Utilityrate5 as utilityrate5
    except ImportError as error:
        return {"says": f"nrel-pysam is not installed: {error}"}
    answers = {"version": __import__("PySAM").__version__, "cases": {}}
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    def model(rows, is_peak):
        rate = utilityrate5.new()
        rate.Lifetime.analysis_period = 1
        rate.Lifetime.inflation_rate = 0
        rate.Lifetime.system_use_lifetime_output = 0
        rate.SystemOutput.degradation = [0]
        rate.SystemOutput.gen = [0] * 8760
        rate.Load.load_escalation = [0]
        electricity = rate.ElectricityRates
        electricity.rate_escalation = [0]
        electricity.en_electricity_rates = 1
        electricity.ur_metering_option = 2
        electricity.ur_dc_enable = 0
        electricity.ur_monthly_fixed_charge = 0
        electricity.ur_monthly_min_charge = 0
        electricity.ur_annual_min_charge = 0
        electricity.ur_en_ts_sell_rate = 0
        electricity.ur_ts_sell_rate = [0]
        electricity.ur_ts_buy_rate = [0]
        electricity.ur_en_ts_buy_rate = 0
        electricity.ur_nm_yearend_sell_rate = 0
        electricity.ur_nm_credit_month = 0
        electricity.ur_nm_credit_rollover = 0
        electricity.ur_ec_tou_mat = rows
        hours = [1 if is_peak(hour) else 2 for hour in range(24)] if is_peak else None
        schedule = [hours or [1] * 24 for _ in range(12)]
        electricity.ur_ec_sched_weekday = schedule
        electricity.ur_ec_sched_weekend = schedule
        return rate

    def run(rate, years, load):
        total, spent = 0.0, 0
        for place in range(years):
            rate.Load.load = load(place)
            start = time.perf_counter_ns()
            rate.execute(0)
            spent += time.perf_counter_ns() - start
            total += rate.Outputs.year1_monthly_utility_bill_w_sys_total if hasattr(
                rate.Outputs, "year1_monthly_utility_bill_w_sys_total") else sum(
                rate.Outputs.year1_monthly_utility_bill_w_sys)
        return {"nsPerBill": spent / (years * 12), "bills": years * 12, "yuan": round(total, 2)}

    years = ask["years"]
    most = 1e38
    case = ask["residentialTimeOfUse"]

    def is_peak(hour):
        return 6 <= hour < 22

    def two_periods(place):
        peak, valley = 60 + place % 197, 30 + place % 89
        load = []
        for length in days:
            day = [peak / (16 * length) if is_peak(hour) else valley / (8 * length) for hour in range(24)]
            load += day * length
        return load

    rows = [[1, 1, most, 0, float(case["peak"]), 0], [2, 1, most, 0, float(case["valley"]), 0]]
    answers["cases"]["residentialTimeOfUse"] = run(model(rows, is_peak), years, two_periods)
    case = ask["residentialMonthTiers"]

    def one_period(place):
        return [hour for length in days for hour in [(60 + place * 7 % 900) / (24 * length)] * (24 * length)]

    limits = [float(limit) for limit in case["limitsKwh"]] + [most]
    rows = [[1, tier + 1, limit, 0, float(price), 0] for tier, (limit, price) in enumerate(zip(limits, case["prices"]))]
    answers["cases"]["residentialMonthTiers"] = run(model(rows, None), years, one_period)
    case = ask["residentialTimeOfUseMonthTiers"]
    rows = [
        [period, tier + 1, limit, 0, float(price), 0]
        for period, name in enumerate(("peak", "valley"), 1)
        for tier, (limit, price) in enumerate(
            zip([float(limit) for limit in case[name]["limitsKwh"]] + [most], case[name]["prices"]))]
    answers["cases"]["residentialTimeOfUseMonthTiers"] = run(model(rows, is_peak), years, two_periods)
    case = ask["energyAndDemand"]

    def with_demand(place):
        """The month's highest hour is the demand, at noon of its first day; the rest of the energy is spread."""
        peak, valley, demand = 400 + place % 311, 200 + place % 103, 20 + place % 50
        load = []
        for length in days:
            day = [(peak - demand) / (16 * length - 1) if is_peak(hour) else valley / (8 * length) for hour in range(24)]
            month = day * length
            month[12] = demand
            load += month
        return load

    rows = [[1, 1, most, 0, float(case["peak"]), 0], [2, 1, most, 0, float(case["valley"]), 0]]
    rate = model(rows, is_peak)
    electricity = rate.ElectricityRates
    electricity.ur_dc_enable = 1
    electricity.ur_dc_sched_weekday = [[1] * 24 for _ in range(12)]
    electricity.ur_dc_sched_weekend = [[1] * 24 for _ in range(12)]
    electricity.ur_dc_tou_mat = [[1, 1, most, 0]]
    electricity.ur_dc_flat_mat = [[month, 1, most, float(case["demand"])] for month in range(12)]
    answers["cases"]["energyAndDemand"] = run(rate, years, with_demand)
    return answers


def duckdb(ask):
    """All bills in one statement a case, the lines written to a table."""
    try:
        import duckdb as database
    except ImportError as error:
        return {"says": f"duckdb is not installed: {error}"}
    answers = {"version": database.__version__, "cases": {}}
    bills = ask["bills"]
    price = "DECIMAL(10,8)"
    home, tiers, shop = ask["residentialTimeOfUse"], ask["residentialMonthTiers"], ask["commercialTimeOfUse"]
    low, high = tiers["limitsKwh"]
    first, second, third = tiers["prices"]
    statements = {
        "residentialTimeOfUse": (
            f"SELECT place, (60 + place % 197)::INTEGER AS peak, (30 + place % 89)::INTEGER AS valley FROM range({bills}) t(place)",
            f"""SELECT place, period, kwh, price, round(kwh * price, 2)::DECIMAL(18,2) AS amount FROM (
                SELECT place, 'PEAK' AS period, peak AS kwh, {home['peak']}::{price} AS price FROM usage
                UNION ALL SELECT place, 'VALLEY', valley, {home['valley']}::{price} FROM usage)"""),
        "commercialTimeOfUse": (
            f"""SELECT place, (100 + place % 97)::INTEGER AS sharp, (400 + place % 311)::INTEGER AS peak,
                (600 + place % 501)::INTEGER AS flat, (200 + place % 103)::INTEGER AS valley FROM range({bills}) t(place)""",
            "SELECT place, period, kwh, price, round(kwh * price, 2)::DECIMAL(18,2) AS amount FROM ("
            + " UNION ALL ".join(
                f"SELECT place, '{name.upper()}' AS period, {name} AS kwh, {shop[name]}::{price} AS price FROM usage"
                for name in ("sharp", "peak", "flat", "valley")) + ")"),
        "residentialMonthTiers": (
            f"SELECT place, (60 + place * 7 % 900)::INTEGER AS kwh FROM range({bills}) t(place)",
            f"""WITH parts AS (
                SELECT place, 1 AS tier, least(kwh, {low}) AS kwh, {first}::{price} AS price FROM usage
                UNION ALL SELECT place, 2, least(kwh, {high}) - {low}, {second}::{price} FROM usage WHERE kwh > {low}
                UNION ALL SELECT place, 3, kwh - {high}, {third}::{price} FROM usage WHERE kwh > {high})
                SELECT place, tier::VARCHAR AS period, kwh, price, round(kwh * price, 2)::DECIMAL(18,2) AS amount FROM parts
                UNION ALL SELECT place, 'ROUNDING', 0, 0, (round(sum(kwh * price), 2) - sum(round(kwh * price, 2)))::DECIMAL(18,2)
                FROM parts GROUP BY place HAVING round(sum(kwh * price), 2) <> sum(round(kwh * price, 2))"""),
    }
    for threads in ask["threads"]:
        connection = database.connect(":memory:")
        connection.execute(f"SET threads = {threads}")
        for name, (usage, lines) in statements.items():
            connection.execute(f"CREATE OR REPLACE TABLE usage AS {usage}")
            best = None
            for _ in range(ask["rounds"]):
                connection.execute("DROP TABLE IF EXISTS lines")
                start = time.perf_counter_ns()
                connection.execute(f"CREATE TABLE lines AS {lines}")
                spent = time.perf_counter_ns() - start
                best = spent if best is None else min(best, spent)
            total, count = connection.execute("SELECT sum(amount), count(*) FROM lines").fetchone()
            case = answers["cases"].setdefault(name, {"bills": bills, "lines": count, "yuan": str(total), "nsPerBill": {}})
            case["nsPerBill"][str(threads)] = best / bills
        connection.close()
    return answers


question = json.load(sys.stdin)
json.dump({"pysam": pysam(question), "duckdb": duckdb(question)}, sys.stdout)
