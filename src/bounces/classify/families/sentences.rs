//! Sentences of a text, ready to be searched.

use super::super::Words;

/// Says to whom something goes, not of whom it is said.
const TO_THE_SENDER: [&str; 4] = [" to sender", " to the sender", " to its sender", " to their sender"];

/// Sentences in lower case without marks, with a space at both ends.
pub(super) fn sentences(words: &Words) -> Vec<String> {
    let text = words.as_str();
    let mut sentences = Vec::new();
    let mut sentence = String::from(" ");
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends = match letter {
            '.' => letters.peek().is_none_or(|next| next.is_whitespace()),
            letter => matches!(letter, '!' | '?' | ';' | '。' | '！' | '？' | '；' | '؟' | '؛' | '।'),
        };
        if ends {
            push(&mut sentences, std::mem::replace(&mut sentence, String::from(" ")));
        } else if letter.is_alphanumeric() || matches!(letter, '\'' | '-') {
            sentence.push(letter);
        } else if !sentence.ends_with(' ') {
            sentence.push(' ');
        }
    }
    push(&mut sentences, sentence);
    sentences
}

fn push(sentences: &mut Vec<String>, mut sentence: String) {
    if sentence.trim().is_empty() {
        return;
    }
    if !sentence.ends_with(' ') {
        sentence.push(' ');
    }
    for phrase in TO_THE_SENDER {
        sentence = sentence.replace(phrase, "");
    }
    sentences.push(sentence);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_sentences_end() {
        fn check(text: &str, expected: &[&str]) {
            assert_eq!(sentences(&Words::of(text)), expected, "{text}");
        }
        check("User (a.b) unknown. Bye!", &[" user a b unknown ", " bye "]);
        check("宛先が見つかりません。再送", &[" 宛先が見つかりません ", " 再送 "]);
        check("Returned to sender", &[" returned "]);
        check("", &[]);
    }
}
