//! What every description of a call needs, and what is the same for all of them.

use serde_json::Value;
use utoipa::openapi::{
    ObjectBuilder, OpenApi, RefOr, Required, Response, Schema,
    path::{Operation, ParameterBuilder, ParameterIn, PathItem},
    schema::{AdditionalProperties, SchemaType, Type},
};

/// What came of a call that went well and says nothing of its own.
const WENT_WELL: [(&str, &str); 4] = [
    ("200", "As it is now"),
    ("201", "Made"),
    ("202", "Taken; it is done soon"),
    ("204", "Done; there is nothing to say"),
];

/// Gives each call a name of its own, says what its answers are, and how a POST is repeated without harm.
pub(super) fn complete(api: &mut OpenApi) {
    for path in api.paths.paths.values_mut() {
        if let Some(post) = &mut path.post {
            offer_idempotency(post);
        }
        for operation in of(path) {
            name(operation);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    describe(status, response);
                }
            }
        }
    }
    for schema in api.components.iter_mut().flat_map(|components| components.schemas.values_mut()) {
        forget_null_defaults(schema);
    }
}

fn of(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.post, &mut path.put, &mut path.patch, &mut path.delete].into_iter().flatten()
}

/// By what it is about and what it does: `issues_list`.
fn name(operation: &mut Operation) {
    let about = operation.tags.iter().flatten().next();
    if let (Some(about), Some(does)) = (about, &operation.operation_id) {
        operation.operation_id = Some(format!("{about}_{does}"));
    }
}

fn describe(status: &str, response: &mut Response) {
    let meaning = WENT_WELL.iter().find(|(of, _)| *of == status);
    if let (true, Some((_, meaning))) = (response.description.is_empty(), meaning) {
        response.description = (*meaning).to_owned();
    }
}

fn offer_idempotency(post: &mut Operation) {
    if post.security.as_ref().is_none_or(Vec::is_empty) {
        return;
    }
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).build();
    let key = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("A word of your own: the same call with it is done once within a day"))
        .schema(Some(text))
        .build();
    post.parameters.get_or_insert_default().push(RefOr::T(key));
}

/// A field that may be left out is not null by default.
fn forget_null_defaults(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    object.default.take_if(|default| *default == Value::Null);
    object.properties.values_mut().for_each(forget_null_defaults);
    if let Some(AdditionalProperties::RefOr(inner)) = object.additional_properties.as_deref_mut() {
        forget_null_defaults(inner);
    }
}
