//! Lowers responses: the result of a call, and the types of error responses.

use super::accept::{self, Accepted, Offer};
use super::context::{At, Lowering};
use super::infer::IdHints;
use super::media::{MediaKind, examples_of, is_stream};
use crate::diag::{Code, Diagnostic};
use crate::model::{Arm, Context, Method, OperationId, Role, Selector, Shape, Step, Success, Ty};
use crate::text::Markdown;

impl<'a> Lowering<'a> {
    /// Lowers the successful responses of an operation to one result. Also returns the `accept` header, or `None` if the
    /// default header applies.
    pub(super) fn success(
        &mut self,
        operation: &At<'a>,
        method: &Method,
        id: OperationId,
    ) -> (Success, Option<String>) {
        let good = good_answers(operation);
        let mut answers: Vec<(String, Success)> = Vec::new();
        let mut statuses: Vec<Vec<String>> = Vec::new();
        let mut accepted = Accepted::default();
        let good = self.without_streams(good);
        for (status, response) in good {
            let Some(response) = self.resolve(response) else {
                continue;
            };
            let mut context = Context::operation(id, Role::Response);
            if !answers.is_empty() {
                context = context.then(None, Step::Arm(answers.len(), Some(reason(&status))));
            }
            let offers = self.offers(&response);
            let answer = match accept::best(&offers) {
                // Responses with the status 204 or 205 never have a body, even if the document describes a body.
                None => Success::Empty,
                Some(_) if ["204", "205"].contains(&status.as_str()) => Success::Empty,
                Some(used) => {
                    accepted.add(&offers, used);
                    match method {
                        Method::Head => Success::Empty,
                        _ => self.answer(&response, used, context),
                    }
                }
            };
            let known = answers.iter().position(|(_, other)| *other == answer);
            if let Some(known) = known.and_then(|index| statuses.get_mut(index)) {
                known.push(status);
            } else {
                answers.push((reason(&status), answer));
                statuses.push(vec![status]);
            }
        }
        let success = self.one_success(operation, id, answers, &statuses);
        let kind = match success {
            Success::Empty => None,
            Success::Json(_) | Success::OptionalJson(_) => Some(MediaKind::Json),
            Success::Text | Success::OptionalText => Some(MediaKind::Text),
            Success::Bytes | Success::OptionalBytes => Some(MediaKind::Bytes),
        };
        let accept = accepted.header(kind, self.error_types(operation));
        (success, accept)
    }

    /// Removes the responses that are streams, if other responses are not. The result of the call has the type of the
    /// other responses, and the stream is read separately.
    fn without_streams(&self, good: Vec<(String, At<'a>)>) -> Vec<(String, At<'a>)> {
        let used = |response: &At<'a>| {
            let offers = self.offers(&self.followed(response.clone()));
            accept::best(&offers).map(|used| is_stream(used.name))
        };
        let used: Vec<Option<bool>> = good.iter().map(|(_, response)| used(response)).collect();
        let has_other = used.contains(&Some(false));
        let good = good.into_iter().zip(used);
        let kept = good.filter(|(_, is_stream)| !has_other || *is_stream != Some(true));
        kept.map(|(good, _)| good).collect()
    }

    /// Returns the media types of error responses.
    fn error_types(&self, operation: &At<'a>) -> Vec<String> {
        let good: Vec<String> = good_answers(operation)
            .into_iter()
            .map(|(status, _)| status)
            .collect();
        let mut types = Accepted::default();
        for (status, response) in answers(operation, |_| true) {
            if !good.contains(&status) {
                for offer in self.offers(&self.followed(response)) {
                    types.add(&[], &offer);
                }
            }
        }
        types.read
    }

    /// Combines all successful responses into one result.
    fn one_success(
        &mut self,
        operation: &At<'a>,
        id: OperationId,
        answers: Vec<(String, Success)>,
        statuses: &[Vec<String>],
    ) -> Success {
        let empty = answers
            .iter()
            .any(|(_, answer)| matches!(answer, Success::Empty | Success::OptionalJson(_)));
        if let Some(mixed) = self.mixed_success(operation, &answers, empty) {
            return mixed;
        }
        let mut json: Vec<Arm> = Vec::new();
        for ((name, answer), statuses) in answers.iter().zip(statuses) {
            if let Success::Json(ty) | Success::OptionalJson(ty) = answer {
                match json.iter_mut().find(|arm| arm.ty == *ty) {
                    Some(arm) => arm.tags.extend_from_slice(statuses),
                    None => json.push(Arm {
                        ty: ty.clone(),
                        tags: statuses.clone(),
                        assumed: false,
                        name: Some(name.clone()),
                        docs: Markdown::default(),
                    }),
                }
            }
        }
        let ty = match json.as_slice() {
            [] => {
                let other = answers
                    .into_iter()
                    .map(|(_, answer)| answer)
                    .find(|answer| *answer != Success::Empty);
                return match other {
                    Some(Success::Text) if empty => Success::OptionalText,
                    Some(Success::Bytes) if empty => Success::OptionalBytes,
                    other => other.unwrap_or(Success::Empty),
                };
            }
            [arm] => arm.ty.clone(),
            _ => {
                let responses = operation
                    .map("responses")
                    .unwrap_or_else(|| operation.clone());
                let context = Context::operation(id, Role::Response)
                    .then(None, Step::Arm(0, Some("Any".to_owned())));
                let union = self.add_type(&responses, context);
                if let Some(def) = self.type_mut(union) {
                    def.shape = Shape::Union {
                        selector: Selector::Status,
                        arms: json,
                    };
                }
                Ty::Named(union)
            }
        };
        if empty {
            Success::OptionalJson(ty)
        } else {
            Success::Json(ty)
        }
    }

    /// Returns bytes as the result if some successful responses have JSON content and others have text, for example.
    /// Returns `None` if all responses have the same kind of content.
    fn mixed_success(
        &mut self,
        operation: &At<'a>,
        answers: &[(String, Success)],
        empty: bool,
    ) -> Option<Success> {
        let has = |fits: fn(&Success) -> bool| answers.iter().any(|(_, answer)| fits(answer));
        let json = has(|answer| matches!(answer, Success::Json(_) | Success::OptionalJson(_)));
        let text = has(|answer| *answer == Success::Text);
        let bytes = has(|answer| *answer == Success::Bytes);
        if u8::from(json) + u8::from(text) + u8::from(bytes) < 2 {
            return None;
        }
        if has(|answer| matches!(answer, Success::Json(_))) {
            let span = operation
                .get("responses")
                .unwrap_or_else(|| operation.clone())
                .span();
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::Unsupported,
                    "successful responses of JSON and of other media types are not supported",
                )
                .label(span, "the call returns the body without decoding it"),
            );
        }
        Some(if empty {
            Success::OptionalBytes
        } else {
            Success::Bytes
        })
    }

    /// Returns the media types of successful responses that the call does not read.
    pub(super) fn other_answers(&self, operation: &At<'a>, method: &Method) -> Vec<String> {
        let mut found = Vec::new();
        let mut used = Vec::new();
        let has_body = |status: &str| *method != Method::Head && !["204", "205"].contains(&status);
        for (status, response) in good_answers(operation) {
            let offers = self.offers(&self.followed(response));
            used.extend(accept::best(&offers).map(|offer| offer.name));
            let names = offers
                .iter()
                .map(|offer| offer.name)
                .filter(|_| has_body(&status));
            for name in names.filter(|name| !name.contains(['*', '`', '\n'])) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found.retain(|name| !used.contains(name));
        found.into_iter().map(str::to_owned).collect()
    }

    /// Lowers the error responses. Returns the status and the type of each error response that has a named type.
    pub(super) fn failures(&mut self, operation: &At<'a>, id: OperationId) -> Vec<(String, Ty)> {
        let mut failures: Vec<(String, Ty)> = Vec::new();
        for (status, response) in answers(operation, |status| !status.starts_with('2')) {
            let Some(response) = self.resolve(response) else {
                continue;
            };
            let offers = self.offers(&response);
            let used = accept::best(&offers).filter(|used| used.kind == MediaKind::Json);
            let Some(media) = used.map(|used| used.media.clone()) else {
                continue;
            };
            let Some(schema) = media.get("schema") else {
                continue;
            };
            let mut context = Context::operation(id, Role::Error);
            if !failures.is_empty() {
                context = context.then(None, Step::Arm(failures.len(), Some(reason(&status))));
            }
            let ty = self.schema(&schema, context).element();
            if matches!(ty, Ty::Named(_)) {
                self.add_examples(&ty, &media);
                failures.push((status, ty));
            }
        }
        failures
    }

    fn answer(&mut self, response: &At<'a>, used: &Offer<'a>, context: Context) -> Success {
        match used.kind {
            MediaKind::Text | MediaKind::Form => return Success::Text,
            MediaKind::Bytes | MediaKind::Multipart | MediaKind::Records => return Success::Bytes,
            MediaKind::Json => {}
        }
        let media = &used.media;
        let name = response.text("x-rust-name");
        let schema = media.get("schema");
        if let Some(schema) =
            schema.filter(|schema| schema.node.as_map().is_some_and(|map| !map.is_empty()))
        {
            let lowered = self.schema(&schema, context);
            self.add_examples(&lowered.ty, media);
            if let (Ty::Named(id), Some(name)) = (&lowered.ty, name)
                && let Some(def) = self.type_mut(*id)
            {
                def.name.get_or_insert_with(|| name.to_owned());
            }
            return match lowered.element() {
                // The document does not describe the body, so servers may omit the body.
                ty if used.is_open() || ty == Ty::Json => Success::OptionalJson(ty),
                ty => Success::Json(ty),
            };
        }
        let examples = examples_of(media);
        if examples.is_empty() {
            return Success::OptionalJson(Ty::Json);
        }
        let ids = response.map("x-ids").map(|map| map.members());
        let mut hints = IdHints::new();
        for (path, id) in ids.unwrap_or_default() {
            let name = id.node.as_str().unwrap_or_default();
            let name = self.checked_id("x-ids", name, &id);
            hints.extend(name.map(|name| (path.to_owned(), name)));
        }
        Success::Json(self.infer(&examples, context, &hints, name).element())
    }
}

/// Returns the successful responses. If the document has no successful response, returns the default response.
pub(super) fn good_answers<'a>(operation: &At<'a>) -> Vec<(String, At<'a>)> {
    let good = answers(operation, |status| status.starts_with('2'));
    if good.is_empty() {
        answers(operation, |status| status == "default")
    } else {
        good
    }
}

/// Returns the responses whose status fulfills `fits`, sorted by status. A status such as `2xx` is converted to `2XX`.
fn answers<'a>(operation: &At<'a>, fits: fn(&str) -> bool) -> Vec<(String, At<'a>)> {
    let all = operation
        .map("responses")
        .map(|map| map.members())
        .unwrap_or_default();
    let mut found: Vec<(String, At<'a>)> = all
        .into_iter()
        .filter(|(status, _)| fits(status) && !status.starts_with("x-"))
        .map(|(status, response)| (status.replace('x', "X"), response))
        .collect();
    found.sort_by(|left, right| left.0.cmp(&right.0));
    found
}

/// Returns a word for a status, such as `NotFound` for `404`.
fn reason(status: &str) -> String {
    let word = match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "204" => "NoContent",
        "206" => "Partial",
        "400" => "BadRequest",
        "401" => "Unauthorized",
        "403" => "Forbidden",
        "404" => "NotFound",
        "409" => "Conflict",
        "422" => "Unprocessable",
        "429" => "TooMany",
        "default" => "Default",
        _ => return format!("Status{}", status.to_ascii_lowercase()),
    };
    word.to_owned()
}
