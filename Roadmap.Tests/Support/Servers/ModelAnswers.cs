namespace Roadmap.Tests.Support;

/// <summary>What a model that does as it is told answers: a plan of two stages with four concepts, and their content.</summary>
internal static class ModelAnswers
{
    public const string Intent = """
        {"subject":"Baking bread","summary":"You want to bake bread at home.","language":"en","key_technologies":["Sourdough","Oven"]}
        """;

    public const string Tutorial = """
        {"summary":"How it is done.","sections":[{"title":"Why","body":"Since it tastes.\n\nAnd it keeps."},{"title":"How","body":"Slowly."}]}
        """;

    public const string Resources = """
        {"items":[{"title":"The book of bread","url":"https://bread.example/book","kind":"book"}]}
        """;

    public const string Quiz = """
        {"questions":[{"question":"Why?","answer":"Taste."},{"question":"How?","answer":"Slowly."},{"question":"When?","answer":"Daily."}]}
        """;

    public static string Plan(
        string title = "Bread from your own oven", string knead = "knead", string changes = "", string ignored = "") =>
        $$"""
        {"title":"{{title}}","summary":"Flour, water, salt and time.","key_technologies":["Sourdough"],"stages":[
          {"title":"Dough","description":"The beginning","modules":[{"title":"By hand","description":"No machine","concepts":[
            {"concept_id":"flour","name":"Flour","description":"What is in it.","hours":2,"difficulty":"easy","prerequisites":[],"keywords":["rye"]},
            {"concept_id":"{{knead}}","name":"Kneading","description":"Until it shines.","hours":3.2,"difficulty":"medium","prerequisites":["flour"],
             "keywords":[]}]}]},
          {"title":"Oven","description":"The end","modules":[{"title":"Heat","description":"Much of it","concepts":[
            {"concept_id":"steam","name":"Steam","description":"For the crust.","hours":1,"difficulty":"hard","prerequisites":[],"keywords":[]},
            {"concept_id":"first-loaf","name":"Your first loaf","description":"All together.","hours":5,"difficulty":"hard",
             "prerequisites":["{{knead}}","steam"],"keywords":[]}]}]}],
         "changes":[{{changes}}],"not_followed":[{{ignored}}]}
        """;

    public static string Good(string question) => question switch
    {
        "intent" => Intent,
        "plan" or "edited_plan" => Plan(),
        "tutorial" => Tutorial,
        "resources" => Resources,
        "quiz" => Quiz,
        _ => throw new ArgumentOutOfRangeException(nameof(question), question, "No question of this name is known."),
    };
}
