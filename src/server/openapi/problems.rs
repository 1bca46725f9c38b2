//! How calls go wrong, as the description of the API says it: the same for all that can go wrong alike.

use utoipa::openapi::{
    Content, OpenApi, Ref, RefOr, Response, ResponseBuilder,
    path::{Operation, ParameterIn},
};

/// What errors come as.
const KIND: &str = "application/problem+json";

/// What a status means where a call says nothing of its own.
const MEANINGS: [(&str, &str); 8] = [
    ("400", "Not JSON, or a cursor that is none"),
    ("401", "No token, or one that is not valid"),
    ("403", "The scope of the token does not cover this"),
    ("404", "Nothing has this id"),
    ("409", "Not now, or not any more"),
    ("413", "More than a body may hold"),
    ("422", "Something is wrong with a field; `errors` says which and how"),
    ("429", "Too many requests; `Retry-After` says how many seconds to wait"),
];

/// Says of every call how it can fail.
pub(super) fn describe(api: &mut OpenApi) {
    for path in api.paths.paths.values_mut() {
        let reads = [&mut path.get].into_iter().map(|it| (it, Method::Read));
        let writes = [&mut path.post, &mut path.put, &mut path.patch, &mut path.delete];
        let writes = writes.into_iter().map(|it| (it, Method::Write));
        for (operation, method) in reads.chain(writes) {
            if let Some(operation) = operation {
                say(operation, method);
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Read,
    Write,
}

fn say(operation: &mut Operation, method: Method) {
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let stands = |place: ParameterIn| {
        parameters.iter().any(|it| matches!(it, RefOr::T(parameter) if parameter.parameter_in == place))
    };
    let (names_one, asks) = (stands(ParameterIn::Path), stands(ParameterIn::Query));
    let has_body = operation.request_body.is_some();
    let needs_token = operation.security.as_ref().is_some_and(|needs| !needs.is_empty());
    for (status, meaning) in MEANINGS {
        let can_be = match status {
            "401" | "403" => needs_token,
            "404" => names_one,
            "409" => method == Method::Write,
            "413" => has_body,
            "429" => !needs_token,
            "400" | "422" => has_body || asks,
            _ => false,
        };
        let responses = &mut operation.responses.responses;
        if can_be && !responses.contains_key(status) {
            let plain = ResponseBuilder::new().description(meaning).build();
            responses.insert(status.to_owned(), RefOr::T(plain));
        }
        if let Some(RefOr::T(response)) = responses.get_mut(status) {
            as_problem(response, meaning);
        }
    }
}

fn as_problem(response: &mut Response, meaning: &str) {
    if response.description.is_empty() {
        response.description = meaning.to_owned();
    }
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    response.content.clear();
    response.content.insert(KIND.to_owned(), RefOr::T(problem));
}
