//! The operations that are both in the generated crate and in a vendor's document.
//!
//! In: the operations of the crate and of the documents. Out: a [`Case`] for each example.

use serde_json::Value;

use super::ours::{OurOperation, Ours};
use super::report::{Case, Source};
use super::vendor::{Place, Vendor, VendorOperation};

/// The operations that are both in the generated crate and in a vendor's document.
pub(super) struct Known<'a> {
    /// The position of the document, the operation of the crate, and the same operation in the document.
    operations: Vec<(usize, &'a OurOperation, VendorOperation<'a>)>,
}

impl<'a> Known<'a> {
    pub(super) fn of(ours: &'a Ours, vendors: &'a [Vendor]) -> Self {
        let mut operations = Vec::new();
        for (document, vendor) in vendors.iter().enumerate() {
            for operation in vendor.operations() {
                let method = operation.method.to_uppercase();
                let own = ours.find(&method, operation.path);
                operations.extend(own.map(|own| (document, own, operation)));
            }
        }
        Self { operations }
    }

    pub(super) fn of_document(
        &self,
        document: usize,
    ) -> impl Iterator<Item = (&'a OurOperation, VendorOperation<'a>)> {
        let all = self.operations.iter();
        all.filter(move |(of, ..)| *of == document)
            .map(|(_, own, operation)| (*own, *operation))
    }

    /// Returns an operation of the crate as the newest document describes it. The newest document is the first one that
    /// contains the operation.
    pub(super) fn newest(&self, own: &OurOperation) -> Option<VendorOperation<'a>> {
        let mut all = self.operations.iter();
        all.find(|(_, known, _)| known.id == own.id)
            .map(|(_, _, operation)| *operation)
    }

    pub(super) fn case(
        &self,
        document: &str,
        own: &OurOperation,
        operation: VendorOperation<'_>,
        source: Source,
        place: Place,
        example: Value,
    ) -> Case {
        Case {
            source,
            document: document.to_owned(),
            operation: format!("{} {}", operation.method.to_uppercase(), operation.path),
            line: own.line.clone(),
            ty: own.of(&place).map(str::to_owned),
            by_document: operation.check(&place, &example).unwrap_or_default(),
            by_newest: (self.newest(own))
                .and_then(|newest| newest.check(&place, &example))
                .unwrap_or_default(),
            place,
            example,
        }
    }
}
