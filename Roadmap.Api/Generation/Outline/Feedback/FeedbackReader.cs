using System.Text.RegularExpressions;
using Roadmap.Api.Pipeline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Outline.Feedback;

/// <summary>
/// Reads a reviewer's feedback, in English or Chinese, into wishes, in their order. What is neither a wish that it knows nor a word of
/// courtesy comes back as not understood, so that no part of the feedback is lost in silence. It takes any text.
/// </summary>
internal static class FeedbackReader
{
    /// <summary>What one round of feedback may ask for. The rest is not understood.</summary>
    public const int MostWishes = 24;

    /// <summary>Words of a thing that goes on a list of what to leave out; what is longer is a sentence of its own.</summary>
    private const int LongestContinuation = 3;

    private const int LongestWords = 160;

    /// <param name="feedback">What the reviewer wrote.</param>
    /// <param name="today">The day that a date without a year comes after.</param>
    /// <param name="isName">Whether words name something that the plan or the catalogue knows.</param>
    public static IReadOnlyList<Wish> Read(string feedback, DateOnly today, Func<string, bool> isName)
    {
        var wishes = ReadAll(feedback, today, isName);
        return wishes.Count <= MostWishes
            ? wishes
            : [.. wishes.Take(MostWishes - 1), new Wish.NotUnderstood($"… (+{wishes.Count - MostWishes + 1})")];
    }

    private static List<Wish> ReadAll(string feedback, DateOnly today, Func<string, bool> isName)
    {
        try
        {
            var figures = FeedbackFigures.Read(feedback, today);
            return [.. new Reading(figures, isName).Read().Select(wish => Restored(wish, figures)).Distinct()];
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that takes half a minute to read is none that a person writes; it is no reason to fail either.
            return [new Wish.NotUnderstood(feedback.Trim().Truncated(LongestWords))];
        }
    }

    private static Wish Restored(Wish wish, FeedbackFigures figures)
    {
        return wish switch
        {
            Wish.LeaveOut(var what) => new Wish.LeaveOut(Words(what)),
            Wish.Known(var what) => new Wish.Known(Words(what)),
            Wish.Keep(var what) => new Wish.Keep(Words(what)),
            Wish.Add(var what) => new Wish.Add(Words(what)),
            Wish.MoreOf(var what) => new Wish.MoreOf(Words(what)),
            Wish.LessOf(var what) => new Wish.LessOf(Words(what)),
            Wish.Subject(var what) => new Wish.Subject(Words(what)),
            Wish.Replace(var what, var with) => new Wish.Replace(Words(what), Words(with)),
            Wish.Move(var what, var place, var beside) => new Wish.Move(Words(what), place, beside is null ? null : Words(beside)),
            Wish.NotUnderstood(var words) => new Wish.NotUnderstood(Words(words)),
            _ => wish,
        };
        string Words(string words) => figures.Restored(words).Trim().Truncated(LongestWords);
    }

    /// <summary>One reading of one text.</summary>
    private sealed class Reading(FeedbackFigures figures, Func<string, bool> isName)
    {
        private readonly List<Wish> _wishes = [];

        public List<Wish> Read()
        {
            var parts = FeedbackWords.SentenceEnd().Split(figures.Text);
            for (var i = 0; i < parts.Length; i += 2)
                ReadSentence(i == 0 ? parts[i] : $" {parts[i]}", i + 1 < parts.Length ? parts[i + 1] : "");
            return _wishes;
        }

        private void ReadSentence(string sentence, string end)
        {
            if (FeedbackWords.IsQuestion(sentence, end))
            {
                _wishes.Add(new Wish.NotUnderstood(sentence.Trim() + end.Trim()));
                return;
            }

            // "leave out Docker, Redis": the second clause goes on with the verb of the first, but not across sentences.
            Wish? carried = null;
            foreach (var clause in FeedbackWords.ClauseEnd().Split(FeedbackWords.Straightened(sentence)))
            {
                var before = _wishes.Count;
                ReadClause(clause, carried);
                carried = _wishes.Count > before ? _wishes[^1] : carried;
            }
        }

        private void ReadClause(string clause, Wish? carried)
        {
            if (ReadOrder(clause) || ReadLevel(clause))
                return;
            if (FeedbackWords.InsteadOf(clause) is { } instead && (isName(instead.Old) || instead.IsPlain))
            {
                Leftover(instead.Lead);
                _wishes.Add(new Wish.Replace(instead.Old, instead.New));
                return;
            }

            if (FeedbackWords.SubjectIs().Match(clause) is { Success: true } subject && !subject.Value.Any(FeedbackFigures.IsMark))
            {
                Leftover(clause[..subject.Index]);
                _wishes.Add(new Wish.Subject(FeedbackWords.Thing(subject.Groups["what"].Value)));
                return;
            }

            var straight = FeedbackWords.VerbFirst(clause);
            var verbs = FeedbackWords.Verbs().Matches(straight);
            if (verbs.Count == 0)
                ReadContinuation(clause, carried);
            else if (verbs.Any(verb => verb.Groups["negated"].Success))
                _wishes.Add(new Wish.NotUnderstood(clause));
            else
                ReadVerbs(straight, verbs);
        }

        /// <summary>"Git at the end", "Docker before Linux", also of something that is to be added there.</summary>
        private bool ReadOrder(string clause)
        {
            if (FeedbackOrder.Read(clause) is not { } order)
                return false;
            var things = Things(order.What);
            var isTold = order.Moves || order.Adds;
            if (things.Count == 0 || !things.TrueForAll(thing => isName(thing) || (isTold && FeedbackWords.IsTopic(thing))))
                return false;
            if (order.Beside is { } beside && !isName(beside) && !(order.Moves && FeedbackWords.IsTopic(beside)))
                return false;
            if (order.Adds)
                _wishes.AddRange(things.Select(thing => new Wish.Add(thing)));
            // What is named first comes first, too.
            if (order.Place is PlanPlace.First or PlanPlace.After)
                things.Reverse();
            _wishes.AddRange(things.Select(thing => new Wish.Move(thing, order.Place, order.Beside)));
            return true;
        }

        /// <summary>A clause that speaks of the level only: in others it stands among the verbs.</summary>
        private bool ReadLevel(string clause)
        {
            var verb = FeedbackWords.Verbs().Match(clause);
            if (!verb.Success || KindOf(verb) is not ("harder" or "easier" or "level")
                || FeedbackWords.WithoutCourtesy(clause[..verb.Index] + " " + clause[(verb.Index + verb.Length)..]).Length > 0)
                return false;
            _wishes.Add(Whole(verb)!);
            return true;
        }

        private void ReadContinuation(string clause, Wish? carried)
        {
            if (FeedbackWords.WithoutCourtesy(clause).Length == 0)
                return;
            var listed = Things(clause);
            if (listed.Count == 0)
                _wishes.Add(new Wish.NotUnderstood(clause));
            else if (carried is Wish.LeaveOut or Wish.Known
                && listed.TrueForAll(thing => IsShort(thing) && (isName(thing) || FeedbackWords.IsTopic(thing))))
                _wishes.AddRange(listed.Select(thing => carried is Wish.Known ? new Wish.Known(thing) : (Wish)new Wish.LeaveOut(thing)));
            else if (carried is Wish.Add && listed.TrueForAll(thing => isName(thing) || FeedbackWords.LatinWord().IsMatch(thing)))
                _wishes.AddRange(listed.Select(thing => new Wish.Add(thing)));
            else
                _wishes.Add(new Wish.NotUnderstood(clause));
        }

        private void ReadVerbs(string clause, MatchCollection verbs)
        {
            // "SQL is too hard" says nothing of the plan as a whole.
            if (KindOf(verbs[0]) is "harder" or "easier" && FeedbackWords.WithoutCourtesy(clause[..verbs[0].Index]).Length > 0)
            {
                _wishes.Add(new Wish.NotUnderstood(clause));
                return;
            }

            Leftover(clause[..verbs[0].Index]);
            for (var i = 0; i < verbs.Count; i++)
            {
                var verb = verbs[i];
                var end = i + 1 < verbs.Count ? verbs[i + 1].Index : clause.Length;
                var tail = clause[(verb.Index + verb.Length)..end];
                if (Whole(verb) is { } wish)
                {
                    _wishes.Add(wish);
                    Leftover(tail);
                }
                else if (!FeedbackWords.HasLetters(tail) && i + 1 < verbs.Count && KindOf(verbs[i + 1]) == KindOf(verb))
                {
                    // "add add Kubernetes"
                }
                else
                {
                    ReadObject(verb, tail);
                }
            }
        }

        /// <summary>The wish of a verb that needs no object.</summary>
        private Wish? Whole(Match verb) => KindOf(verb) switch
        {
            "figure" => figures.WishOf(verb.Value.Trim()[0]),
            "harder" => new Wish.Harder(),
            "easier" => new Wish.Easier(),
            "level" => new Wish.Level(FeedbackLevels.Read(verb)),
            "shorter" => new Wish.Shorter(),
            "practice" => new Wish.MorePractice(),
            "less_practice" => new Wish.LessPractice(),
            "theory" => new Wish.LessTheory(),
            _ => null,
        };

        private void ReadObject(Match verb, string tail)
        {
            var things = Things(tail);
            var wishes = things.Select(thing => WishFor(KindOf(verb), thing)).ToList();
            if (things.Count > 0 && things.TrueForAll(FeedbackWords.IsPronoun) && _wishes.Count > 0)
                return;
            if (wishes.TrueForAll(wish => wish is null))
                _wishes.Add(new Wish.NotUnderstood((verb.Value + tail).Trim()));
            else
                _wishes.AddRange(wishes.Select((wish, index) => wish ?? new Wish.NotUnderstood(things[index])));
        }

        private Wish? WishFor(string kind, string thing) => kind switch
        {
            "known" when isName(thing) || FeedbackWords.IsTopic(thing) => new Wish.Known(thing),
            "keep" when isName(thing) => new Wish.Keep(thing),
            "more" when isName(thing) => new Wish.MoreOf(thing),
            "less" when isName(thing) => new Wish.LessOf(thing),
            "leave_out" when isName(thing) || FeedbackWords.IsTopic(thing) => new Wish.LeaveOut(thing),
            "add" when isName(thing) || FeedbackWords.IsTopic(thing) => new Wish.Add(thing),
            _ => null,
        };

        private static string KindOf(Match verb) => FeedbackWords.Kinds.First(kind => verb.Groups[kind].Success);

        private static bool IsShort(string thing) => thing.Split(' ').Length <= LongestContinuation && !thing.Any(FeedbackFigures.IsMark);

        private void Leftover(string words)
        {
            if (FeedbackWords.WithoutCourtesy(words).Length > 0)
                _wishes.Add(new Wish.NotUnderstood(words));
        }

        /// <summary>The one thing that the words name, or the things that they list.</summary>
        private List<string> Things(string words)
        {
            var whole = FeedbackWords.Thing(words);
            return isName(whole)
                ? [whole]
                : [.. FeedbackWords.And().Split(words).Select(FeedbackWords.Thing).Where(FeedbackWords.HasLetters)];
        }
    }
}
