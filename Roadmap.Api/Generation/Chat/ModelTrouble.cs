using System.Globalization;
using Roadmap.Api.Generation.Outline;
using Roadmap.Contracts;

namespace Roadmap.Api.Generation.Chat;

/// <summary>Why a model's endpoint gives no answer: for events, and for the plan's notes, which are in its language.</summary>
internal sealed record ModelTrouble(Reason Reason, BilingualText Text)
{
    public static ModelTrouble Cut { get; } = Of(ReasonKeys.ModelCut, "The model's answer was cut off", "模型的回答中断了");

    public static ModelTrouble Silent(TimeSpan limit) =>
        Of(ReasonKeys.ModelSilent, $"The model has said nothing for {limit.TotalSeconds:0} s", $"模型已有 {limit.TotalSeconds:0} 秒没有回应",
            limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));

    public static ModelTrouble OfStatus(int? status) => status switch
    {
        null or 0 => Of(ReasonKeys.ModelUnreachable, "The model cannot be reached", "无法连接模型"),
        429 => Of(ReasonKeys.ModelBusy, "The model has too much to do", "模型过于繁忙"),
        401 or 403 => Of(ReasonKeys.ModelKeyRefused, "The model's endpoint does not accept this server's key", "模型服务不接受本服务器的密钥"),
        { } other => Of(
            ReasonKeys.ModelStatus, $"The model's endpoint answers with status {other}", $"模型服务返回状态 {other}",
            other.ToString(CultureInfo.InvariantCulture)),
    };

    private static ModelTrouble Of(string key, string en, string zh, params string[] values) =>
        new(new Reason { Key = key, Message = en, Values = values.Length > 0 ? values : null }, new BilingualText { En = en, Zh = zh });
}
