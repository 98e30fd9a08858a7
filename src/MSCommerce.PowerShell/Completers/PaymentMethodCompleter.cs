using System.Runtime.CompilerServices;
using MSCommerce.Rules;

namespace MSCommerce.PowerShell;

/// <summary>Completes the id of one of one's own cards: the id, the brand or the last four digits may have been begun.</summary>
internal sealed class PaymentMethodCompleter : SessionCompleter
{
    private protected override async IAsyncEnumerable<CompletionResult> FindAsync(
        CommerceSession session, CommerceClient client, CompletionWord word, [EnumeratorCancellation] CancellationToken stop)
    {
        if (!MayOwn(session))
            yield break;
        await foreach (var card in client.Billing.GetPaymentMethodsAsync(new(), stop))
        {
            if (word.Begins(card.PaymentMethodId) || word.Begins(card.Name) || word.Begins(card.LastFourDigits))
                yield return CompletionWord.Suggest(card.PaymentMethodId, $"{card.Name}, expires {PaymentMethodRules.Expires(card.ExpiryYear, card.ExpiryMonth)}, {card.CardholderName}");
        }
    }

    /// <summary>Whether the actor has billing of his own at all: a key press must not be refused, for refusals are recorded.</summary>
    internal static bool MayOwn(CommerceSession session) => RoleTable.Refuse(Permission.ChangeOwn, session.Actor, session.Roles) is null;
}
