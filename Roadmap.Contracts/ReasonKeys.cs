namespace Roadmap.Contracts;

/// <summary>
/// What the server's own reasons say, each by one key (<see cref="Reason.Key"/>). A key keeps its meaning and its values for good.
/// </summary>
public static class ReasonKeys
{
    /// <summary>Nothing was heard of the model for so many seconds.</summary>
    public const string ModelSilent = "model_silent";

    /// <summary>The model's answer was cut off.</summary>
    public const string ModelCut = "model_cut";

    /// <summary>The model cannot be reached.</summary>
    public const string ModelUnreachable = "model_unreachable";

    /// <summary>The model has too much to do.</summary>
    public const string ModelBusy = "model_busy";

    /// <summary>The model's endpoint does not accept the server's key.</summary>
    public const string ModelKeyRefused = "model_key_refused";

    /// <summary>The model's endpoint answers with this status.</summary>
    public const string ModelStatus = "model_status";

    /// <summary>The model refuses, in these words.</summary>
    public const string ModelRefuses = "model_refuses";

    /// <summary>The model's answer could not be used, because of this.</summary>
    public const string ModelAnswerUnusable = "model_answer_unusable";

    /// <summary>The model's answer has no end.</summary>
    public const string ModelAnswerEndless = "model_answer_endless";

    /// <summary>The model's endpoint does not let the answer pass.</summary>
    public const string ModelAnswerWithheld = "model_answer_withheld";

    /// <summary>The budget of the roadmap, of so many tokens, is spent.</summary>
    public const string ModelBudgetSpent = "model_budget_spent";

    /// <summary>A language model made the plan, and there is none here now that could change it.</summary>
    public const string ModelGone = "model_gone";

    /// <summary>What a generator has said in its own words: the message.</summary>
    public const string AsTold = "as_told";

    /// <summary>The generator gave no reason.</summary>
    public const string NoReason = "no_reason";

    /// <summary>The plan has no concepts.</summary>
    public const string NoConcepts = "no_concepts";

    /// <summary>The plan has only so many concepts.</summary>
    public const string FewConcepts = "few_concepts";

    /// <summary>The plan has so many concepts; this is the most.</summary>
    public const string TooManyConcepts = "too_many_concepts";

    /// <summary>The stage of this title has no modules.</summary>
    public const string EmptyStage = "empty_stage";

    /// <summary>The module of this title has no concepts.</summary>
    public const string EmptyModule = "empty_module";

    /// <summary>So many concepts have this id.</summary>
    public const string DuplicateId = "duplicate_id";

    /// <summary>So many stages have this id.</summary>
    public const string DuplicateStageId = "duplicate_stage_id";

    /// <summary>So many modules have this id.</summary>
    public const string DuplicateModuleId = "duplicate_module_id";

    /// <summary>So many concepts have this name.</summary>
    public const string DuplicateName = "duplicate_name";

    /// <summary>The id of the concept of this name is empty, or longer than so many characters.</summary>
    public const string InvalidId = "invalid_id";

    /// <summary>The first concept needs the second, which is not in the plan.</summary>
    public const string UnknownPrerequisite = "unknown_prerequisite";

    /// <summary>Each of these concepts needs the next, and the last the first.</summary>
    public const string PrerequisiteCycle = "prerequisite_cycle";

    /// <summary>The first concept needs the second, which comes later.</summary>
    public const string PrerequisiteOrder = "prerequisite_order";

    /// <summary>The concept has these hours, which are not positive.</summary>
    public const string HoursNotPositive = "hours_not_positive";

    /// <summary>The hours a week are these, and not positive.</summary>
    public const string WeeklyHoursNotPositive = "weekly_hours_not_positive";

    /// <summary>The concepts have so many hours together, and the plan says so many.</summary>
    public const string HoursSum = "hours_sum";

    /// <summary>The plan needs so many hours; until the deadline there are so many.</summary>
    public const string HoursExceedDeadline = "hours_exceed_deadline";

    /// <summary>So many hours, at so many a week, do not take so many weeks.</summary>
    public const string WeeksSum = "weeks_sum";

    /// <summary>The plan is tagged with this, which nothing in it teaches.</summary>
    public const string TechnologyNotTaught = "technology_not_taught";

    /// <summary>This is left out, and yet it is in the plan.</summary>
    public const string LeftOutRemains = "left_out_remains";

    /// <summary>The first is left out, and yet the plan has the second for its title.</summary>
    public const string LeftOutInTitle = "left_out_in_title";

    /// <summary>This is left out, and yet the plan is tagged with it.</summary>
    public const string LeftOutTagged = "left_out_tagged";

    /// <summary>The concept comes after the last work, and does not need it.</summary>
    public const string AfterCapstone = "after_capstone";

    /// <summary>The plan is a method for studying, and teaches nothing of its subject.</summary>
    public const string StudyMethodOnly = "study_method_only";
}
