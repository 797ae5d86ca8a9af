//! The rows of the CSV file.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::Result;

/// The sample customer.
pub(crate) const SAMPLE: &str = "name,email,extension,number,floor
Ada Example,ada@acme.example,1001,+12025550101,Floor 1
Alan Example,alan@acme.example,1002,+12025550102,Floor 1
Anita Example,anita@acme.example,1003,+12025550103,Floor 1
Barbara Example,barbara@acme.example,1004,+12025550104,Floor 1
Claude Example,claude@acme.example,1005,+12025550105,Floor 1
Dennis Example,dennis@acme.example,1006,+12025550106,Floor 1
Donald Example,donald@acme.example,1007,+12025550107,Floor 1
Edsger Example,edsger@acme.example,1008,+12025550108,Floor 1
Frances Example,frances@acme.example,1009,+12025550109,Floor 1
Grace Example,grace@acme.example,1010,+12025550110,Floor 1
Hedy Example,hedy@acme.example,1011,+12025550111,Floor 1
Jean Example,jean@acme.example,1012,+12025550112,Floor 1
John Example,john@acme.example,1013,+12025550113,Floor 2
Karen Example,karen@acme.example,1014,+12025550114,Floor 2
Katherine Example,katherine@acme.example,1015,+12025550115,Floor 2
Ken Example,ken@acme.example,1016,+12025550116,Floor 2
Lynn Example,lynn@acme.example,1017,+12025550117,Floor 2
Margaret Example,margaret@acme.example,1018,+12025550118,Floor 2
Mary Example,mary@acme.example,1019,+12025550119,Floor 2
Radia Example,radia@acme.example,1020,+12025550120,Floor 2
";

/// A user.
#[derive(Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) extension: String,
    pub(crate) number: String,
    pub(crate) floor: String,
}

impl Row {
    /// Returns whether the user receives calls of the queue. All users of the first floor do.
    pub(crate) fn is_queue_member(&self) -> bool {
        self.floor == "Floor 1"
    }
}

/// Reads the rows. Two users must not have the same email address, extension or number.
pub(crate) fn read(input: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for row in csv::Reader::from_reader(input.as_bytes()).deserialize() {
        let row: Row = row?;
        for value in [&row.email, &row.extension, &row.number] {
            if !seen.insert(value.to_lowercase()) {
                return Err(format!("two rows contain {value}").into());
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Returns the floors of all rows.
pub(crate) fn floors(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(|row| row.floor.clone()).collect()
}
