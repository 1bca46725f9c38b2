//! Dates and numbers as a region writes them.

use chrono::{Datelike, NaiveDateTime, Timelike};
use icu::datetime::DateTimeFormatter;
use icu::datetime::fieldsets::{YMD, YMDT};
use icu::datetime::input::{Date, DateTime, Time};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;

/// How one region writes dates and numbers: months, calendar, digits, separators.
///
/// The region is apart from the language of the sentences: Arabic alone does not say whether November is
/// نوفمبر or تشرين الثاني, nor which digits are meant.
pub struct Formats {
    numbers: DecimalFormatter,
    dates: DateTimeFormatter<YMD>,
    times: DateTimeFormatter<YMDT>,
}

impl Formats {
    /// The formats of a locale such as `ar-LB-u-nu-latn`.
    pub fn new(locale: &Locale) -> anyhow::Result<Self> {
        Ok(Formats {
            numbers: DecimalFormatter::try_new(locale.into(), Default::default())?,
            dates: DateTimeFormatter::try_new(locale.into(), YMD::long())?,
            times: DateTimeFormatter::try_new(locale.into(), YMD::long().with_time_hm())?,
        })
    }

    /// A whole number with its separators.
    pub fn number(&self, number: i64) -> String {
        self.numbers.format(&Decimal::from(number)).to_string()
    }

    /// A day.
    pub fn date(&self, time: NaiveDateTime) -> String {
        iso(time).map_or_else(|| time.to_string(), |iso| self.dates.format(&iso).to_string())
    }

    /// A day and the time of it, in UTC, and saying so.
    pub fn date_time(&self, time: NaiveDateTime) -> String {
        let time = iso(time).map_or_else(|| time.to_string(), |iso| self.times.format(&iso).to_string());
        format!("{time} UTC")
    }
}

/// None for a year that no calendar here knows: that day is written in digits.
fn iso(time: NaiveDateTime) -> Option<DateTime<icu::calendar::Iso>> {
    let part = |number: u32| u8::try_from(number).ok();
    Some(DateTime {
        date: Date::try_new_iso(time.year(), part(time.month())?, part(time.day())?).ok()?,
        time: Time::try_new(part(time.hour())?, part(time.minute())?, part(time.second())?, 0).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_write_the_same_day_and_number_each_in_their_way() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 3).unwrap().and_hms_opt(7, 5, 0).unwrap();
        let check = |locale: &str, date: &str, date_time: &str, number: &str| {
            let formats = Formats::new(&locale.parse().unwrap()).unwrap();
            assert_eq!(formats.date(day), date, "{locale}");
            assert_eq!(formats.date_time(day), date_time, "{locale}");
            assert_eq!(formats.number(12_345), number, "{locale}");
        };
        check("en-GB", "3 November 2026", "3 November 2026 at 07:05 UTC", "12,345");
        check("ar-JO-u-hc-h23-nu-latn", "3 تشرين الثاني 2026", "3 تشرين الثاني 2026 في 07:05 UTC", "12,345");
        check("ar-EG-u-hc-h23", "٣ نوفمبر ٢٠٢٦", "٣ نوفمبر ٢٠٢٦ في ٠٧:٠٥ UTC", "١٢٬٣٤٥");
        let far = day.with_year(20_000).unwrap();
        assert_eq!(Formats::new(&"en-GB".parse().unwrap()).unwrap().date(far), "+20000-11-03 07:05:00");
        check("fa", "۱۲ آبان ۱۴۰۵", "۱۲ آبان ۱۴۰۵ ساعت ۷:۰۵ UTC", "۱۲٬۳۴۵");
    }
}
