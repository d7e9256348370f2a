"""Sentences that everybody knows, in French and English: long enough for a password, and the first to be tried.

Rule: each stands for itself however it is spelt; with little else around it, it is no password.
"""

_SENTENCES = """
correct horse battery staple
cheval batterie agrafe correcte
liberté égalité fraternité
allons enfants de la patrie
le jour de gloire est arrivé
contre nous de la tyrannie
l'étendard sanglant est levé
aux armes citoyens formez vos bataillons
je pense donc je suis
être ou ne pas être telle est la question
to be or not to be that is the question
may the force be with you
que la force soit avec toi
je suis ton père
i am your father
winter is coming
la vie est un long fleuve tranquille
la vie est belle
il était une fois
once upon a time
on ne voit bien qu'avec le cœur
l'essentiel est invisible pour les yeux
dessine-moi un mouton
s'il vous plaît dessine-moi un mouton
longtemps je me suis couché de bonne heure
aujourd'hui maman est morte
maître corbeau sur un arbre perché
tenait en son bec un fromage
la cigale ayant chanté tout l'été
rien ne sert de courir il faut partir à point
la raison du plus fort est toujours la meilleure
heureux qui comme ulysse a fait un beau voyage
les sanglots longs des violons de l'automne
demain dès l'aube à l'heure où blanchit la campagne
ô temps suspends ton vol
va je ne te hais point
le cœur a ses raisons que la raison ne connaît point
frère jacques dormez-vous
sur le pont d'avignon on y danse
au clair de la lune mon ami pierrot
il était un petit navire
joyeux anniversaire
non je ne regrette rien
ne me quitte pas
notre père qui es aux cieux
je vous salue marie pleine de grâce
our father who art in heaven
je vous ai compris
un pour tous tous pour un
all for one and one for all
l'union fait la force
impossible n'est pas français
après moi le déluge
portez ce vieux whisky au juge blond qui fume
the quick brown fox jumps over the lazy dog
lorem ipsum dolor sit amet consectetur adipiscing elit
in the beginning god created the heaven and the earth
we the people of the united states
i have a dream
god save the king
twinkle twinkle little star
mary had a little lamb
houston we have a problem
elementary my dear watson
one ring to rule them all
un anneau pour les gouverner tous
ceci n'est pas une pipe
ceci n'est pas un mot de passe
this is not a password
ceci est mon mot de passe
this is my password
j'ai oublié mon mot de passe
i forgot my password
tous les êtres humains naissent libres et égaux
les hommes naissent et demeurent libres et égaux en droits
qui vivra verra
tout vient à point à qui sait attendre
petit à petit l'oiseau fait son nid
pierre qui roule n'amasse pas mousse
un tiens vaut mieux que deux tu l'auras
"""

SENTENCES = tuple(line for line in _SENTENCES.splitlines() if line)
