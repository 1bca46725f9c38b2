//! The growth of a month as a drawing: who joined above the line, who left below it.

use serde::Serialize;

use crate::admin::stats::Day;

/// The drawing's size in its own units.
const WIDTH: i64 = 600;
const HEIGHT: i64 = 150;

/// Bars in the order of the page's direction are for the template; time runs from the start side.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    width: i64,
    height: i64,
    /// Where nothing happened.
    line: i64,
    bars: Vec<Bar>,
    /// The highest figure above and below, as labels.
    most_joined: i64,
    most_left: i64,
    joined: i64,
    left: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Bar {
    x: i64,
    width: i64,
    up_y: i64,
    up: i64,
    down: i64,
}

impl Chart {
    /// Draws the days; in a page that runs right to left the first day stands on the right.
    pub fn of(days: &[Day], is_rtl: bool) -> Chart {
        let most = |figure: fn(&Day) -> i64| days.iter().map(figure).max().unwrap_or(0);
        let (most_joined, most_left) = (most(|day| day.joined), most(|day| day.left));
        let whole = (most_joined + most_left).max(1);
        let line = HEIGHT * most_joined / whole;
        let line = if most_joined + most_left == 0 { HEIGHT - 1 } else { line };
        let slot = WIDTH / i64::try_from(days.len().max(1)).unwrap_or(1);
        let bars = days.iter().enumerate().map(|(place, day)| {
            let place = i64::try_from(place).unwrap_or(0);
            let x = if is_rtl { WIDTH - (place + 1) * slot } else { place * slot };
            // A day on which something happened is seen, however small it is.
            let tall = |figure: i64| if figure == 0 { 0 } else { (HEIGHT * figure / whole).max(3) };
            let up = tall(day.joined);
            Bar { x: x + 2, width: slot - 4, up_y: line - up, up, down: tall(day.left) }
        });
        Chart {
            width: WIDTH,
            height: HEIGHT,
            line,
            bars: bars.collect(),
            most_joined,
            most_left,
            joined: days.iter().map(|day| day.joined).sum(),
            left: days.iter().map(|day| day.left).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(figures: &[(i64, i64)]) -> Vec<Day> {
        let first: chrono::NaiveDate = "2026-11-01".parse().unwrap();
        first
            .iter_days()
            .zip(figures)
            .map(|(day, (joined, left))| Day { day, joined: *joined, left: *left })
            .collect()
    }

    #[test]
    fn bars_stand_on_the_line_and_run_with_the_page() {
        let days = days(&[(10, 0), (5, 5)]);
        let chart = Chart::of(&days, false);
        assert_eq!(
            (chart.line, chart.most_joined, chart.most_left, chart.joined, chart.left),
            (100, 10, 5, 15, 5)
        );
        let shape = |bar: &Bar| (bar.x, bar.up_y, bar.up, bar.down);
        assert_eq!(chart.bars.iter().map(shape).collect::<Vec<_>>(), [(2, 0, 100, 0), (302, 50, 50, 50)]);
        let mirrored = Chart::of(&days, true);
        assert_eq!(mirrored.bars.iter().map(shape).collect::<Vec<_>>(), [(302, 0, 100, 0), (2, 50, 50, 50)]);
    }

    #[test]
    fn a_quiet_month_is_a_line() {
        let chart = Chart::of(&days(&[(0, 0); 30]), false);
        assert_eq!(chart.line, HEIGHT - 1);
        assert!(chart.bars.iter().all(|bar| bar.up == 0 && bar.down == 0));
    }
}
