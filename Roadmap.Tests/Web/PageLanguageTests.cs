using System.Net.Http.Json;
using Microsoft.Playwright;
using Roadmap.Contracts;
using Roadmap.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Roadmap.Tests.Web;

/// <summary>The page in Chinese: nothing of its own is said in English, wherever one is.</summary>
public sealed class PageLanguageTests(ServedPage served) : IClassFixture<ServedPage>
{
    /// <summary>
    /// What of the page's own has Latin words and no Han character: texts, and labels that are read out. What others have written says its
    /// own language, and names are names.
    /// </summary>
    private const string EnglishOfThePage =
        """
        () => {
          const found = [];
          const isName = (text) => text === 'Roadmap' || /^https?:/.test(text);
          const look = (text, element) => {
            const within = element.closest('[lang]');
            const isOfThePage = within.lang === 'zh-Hans' && !within.matches('article, .route-map ol')
              && !element.closest('script, style, noscript, kbd');
            const words = text.trim();
            if (isOfThePage && /[a-z]{2}/i.test(words) && !/\p{Script=Han}/u.test(words) && !isName(words)) found.push(words);
          };
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) look(texts.currentNode.data, texts.currentNode.parentElement);
          for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
            for (const name of ['aria-label', 'title', 'placeholder', 'alt']) look(element.getAttribute(name) ?? '', element);
          look(document.title, document.documentElement);
          return found;
        }
        """;

    [Fact]
    public async Task No_word_of_the_Chinese_page_is_English_from_the_start_to_the_end_and_on_a_phone_nothing_moves_by_itself()
    {
        await using var window = await served.Chromium.OpenWindowAsync("zh-CN");
        await LayoutShifts.WatchAsync(window);
        var page = await window.NewPageAsync().InTime();
        await page.SetViewportSizeAsync(360, 740);

        await page.GotoAsync(served.Address);
        await IsChineseAsync(page, "你想学会什么？");
        await page.GetByLabel("你的目标").FillAsync("学习 Rust 系统编程");
        await page.GetByRole(AriaRole.Button, new() { Name = "生成我的路线图" }).ClickAsync();
        await page.GetByLabel("哪里需要修改？").FillAsync("短一点，请多跳舞");
        await IsChineseAsync(page, "未能理解");
        await page.GetByRole(AriaRole.Button, new() { Name = "退回修改", Exact = true }).ClickAsync();
        await IsChineseAsync(page, "你的意见带来的改动");
        await page.GetByRole(AriaRole.Button, new() { Name = "通过计划", Exact = true }).ClickAsync();
        await IsChineseAsync(page, "开始学习");
        (await LayoutShifts.SumAsync(page)).ShouldBeLessThan(0.05, await LayoutShifts.TellAsync(page));
        var folded = page.Locator("details:not([open]) > summary", new() { HasText = "查看日志" });
        if (await folded.CountAsync() > 0)
            await folded.ClickAsync();
        await page.GetByLabel("显示所有细节").CheckAsync();
        await IsChineseAsync(page, "批已完成");

        await page.GetByRole(AriaRole.Link, new() { Name = "我的任务" }).ClickAsync();
        await IsChineseAsync(page, "你能看到的全部任务");
        await page.GotoAsync($"{served.Address}?task={await MakeHalfOfARoadmapAsync()}");
        await IsChineseAsync(page, "已完成 1 / 5");
        await page.GotoAsync($"{served.Address}?task={await FailWithReasonsAsync()}");
        foreach (var said in new[] { "计划中只有 2 个知识点。", "未能修改计划。模型的回答中断了。", "模型服务返回状态 503。" })
            await IsChineseAsync(page, said);
        await page.GotoAsync($"{served.Address}?task=never-was");
        await IsChineseAsync(page, "没有这个任务");
    }

    [Fact]
    public async Task The_language_is_switched_in_the_header_for_good_and_also_that_of_what_was_said_before()
    {
        await using var window = await served.Chromium.OpenWindowAsync();
        var page = await window.NewPageAsync().InTime();
        using var asked = await served.Server.Http.PostAsJsonAsync(Routes.GenerateRoadmap, new
        {
            task_id = "switched",
            preferences = new { learning_goal = "Learn Rust", current_level = "beginner", available_hours_per_week = 5 },
        });
        asked.EnsureSuccessStatusCode();

        await page.GotoAsync($"{served.Address}?task=switched");
        await Expect(page.GetByText("The plan is ready for you to review")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();

        await Expect(page.GetByText("计划已就绪，请你审阅")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("计划已就绪，请你审阅")).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
    }

    /// <summary>Somebody's worker makes a roadmap, and says of its own only what the protocol demands.</summary>
    private async Task<string> MakeHalfOfARoadmapAsync()
    {
        var task = await served.Worker.StartTaskAsync(kind: TaskKinds.RoadmapGeneration);
        await served.Worker.ReportAsync(task, """
            [{"type":"progress","step":"content_generation","status":"processing","percentage":50,"data":{"total_concepts":5}},
             {"type":"concept_start","concept_id":"a","concept_name":"变量","content_type":"tutorial",
              "progress":{"current":1,"total":5,"percentage":0}},
             {"type":"concept_failed","concept_id":"b","concept_name":"函数","content_type":"quiz","error":"没有答案"},
             {"type":"concept_all_content_complete","concept_id":"a","concept_name":"变量"}]
            """);
        return task;
    }

    /// <summary>What the server says when little goes well, also where no key says the whole of it.</summary>
    private async Task<string> FailWithReasonsAsync()
    {
        var task = await served.Worker.StartTaskAsync(kind: TaskKinds.RoadmapGeneration);
        await served.Worker.ReportAsync(task, """
            [{"type":"progress","step":"structure_validation","status":"processing","message":"The plan has 2 concepts only.",
              "message_key":"plan_checked_issues","data":{"score":95,"issues":[
                {"code":"few_concepts","severity":"warning","key":"few_concepts","message":"The plan has 2 concepts only.","values":["2"]}]}},
             {"type":"progress","step":"roadmap_edit","status":"processing","message":"Nothing was changed","message_key":"plan_unchanged",
              "data":{"review":{"changed":false,"edits":[],"not_understood":[],"problem":"The plan could not be changed.",
                "problem_key":"plan_not_changed","problem_reasons":[{"key":"model_cut","message":"The model's answer was cut off"}]}}},
             {"type":"failed","error":"No content could be made","message_key":"nothing_made","error_detail":"status 503",
              "error_reasons":[{"key":"model_status","message":"status 503","values":["503"]}]}]
            """);
        return task;
    }

    private static async Task IsChineseAsync(IPage page, string seen)
    {
        await Expect(page.GetByText(seen).First).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        (await page.EvaluateAsync<string[]>(EnglishOfThePage).InTime()).ShouldBeEmpty($"beside “{seen}”");
    }
}
